//! Cheapest ways on a graph: Dijkstra (1959, Numerische Mathematik 1) from many targets at once.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::engine::graph::Graph;

/// The cheapest way of every node to the nearest of the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// What the way costs; infinite where no target can be reached.
    pub cost: Vec<f64>,
    /// The next node on the way; `None` at targets, and where none can be reached.
    pub next: Vec<Option<u32>>,
    /// The nodes that reach a target, cheapest first: each after the next on its way.
    pub order: Vec<u32>,
}

/// A way that is known so far.
#[derive(PartialEq)]
struct Offer {
    cost: f64,
    node: u32,
}

impl Eq for Offer {}

impl Ord for Offer {
    /// The cheapest is the greatest, so that the heap gives it first; ties by node.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_cost = other.cost.total_cmp(&self.cost);
        by_cost.then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The cheapest ways to `targets`, each with what arriving there costs; `step(from, to)` is what
/// going from a node to its neighbour costs, and is not negative. Of equal ways the one by the
/// smaller next node is taken.
pub fn cheapest(graph: &Graph, targets: &[(u32, f64)], step: impl Fn(u32, u32) -> f64) -> Ways {
    let nodes = graph.len();
    let mut ways = Ways {
        cost: vec![f64::INFINITY; nodes],
        next: vec![None; nodes],
        order: Vec::with_capacity(nodes),
    };
    let mut settled = vec![false; nodes];
    let mut offers = BinaryHeap::with_capacity(nodes);
    for &(node, cost) in targets {
        if cost < ways.cost[node as usize] {
            ways.cost[node as usize] = cost;
            offers.push(Offer { cost, node });
        }
    }
    while let Some(Offer { node: to, .. }) = offers.pop() {
        if settled[to as usize] {
            continue;
        }
        settled[to as usize] = true;
        ways.order.push(to);
        for &from in graph.neighbours(to) {
            let index = from as usize;
            if settled[index] {
                continue;
            }
            let cost = ways.cost[to as usize] + step(from, to);
            let tie = cost == ways.cost[index] && ways.next[index].is_some_and(|next| to < next);
            if cost < ways.cost[index] || tie {
                ways.cost[index] = cost;
                ways.next[index] = Some(to);
                offers.push(Offer { cost, node: from });
            }
        }
    }
    ways
}
