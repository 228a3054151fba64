//! Cheapest ways on a graph: Dijkstra (1959, Numerische Mathematik 1) from many targets at once.
//!
//! ```
//! use plaza_engine::graph::Graph;
//! use plaza_engine::paths::cheapest;
//!
//! // From 0 over 1 to the crossing at 2, where arriving costs 5.
//! let ways = cheapest(&Graph::new(3, [(0, 1), (1, 2)]), &[(2, 5.0)], |_, _| 1.0);
//! assert_eq!(ways.cost, [7.0, 6.0, 5.0]);
//! assert_eq!(ways.next, [Some(1), Some(2), None]);
//! ```

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::graph::Graph;

/// The cheapest way of every node to the nearest of the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// Cost of the way; infinite where no target can be reached.
    pub cost: Vec<f64>,
    /// The next node on the way; `None` at targets, and where none can be reached.
    pub next: Vec<Option<u32>>,
    /// The nodes that reach a target, cheapest first: each after the next on its way.
    pub order: Vec<u32>,
}

/// A way that is known so far, as one number: the cheapest is the smallest, ties by node. The bits
/// of numbers that are not negative are in their order.
fn offer(cost: f64, node: u32) -> Reverse<u128> {
    Reverse(u128::from(cost.to_bits()) << 32 | u128::from(node))
}

/// The cheapest ways to `targets`, each with what arriving there costs; `step(edge, from)` is what going from a node to
/// a neighbour costs, by the number of the edge at that neighbour's end ([`Graph::edges`]), and is not negative. Of
/// equal ways the one by the smaller next node is taken.
pub fn cheapest(graph: &Graph, targets: &[(u32, f64)], step: impl Fn(usize, u32) -> f64) -> Ways {
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
            offers.push(offer(cost, node));
        }
    }
    while let Some(Reverse(cheapest)) = offers.pop() {
        let to = cheapest as u32;
        if settled[to as usize] {
            continue;
        }
        settled[to as usize] = true;
        ways.order.push(to);
        for (edge, from) in graph.edges(to) {
            let index = from as usize;
            if settled[index] {
                continue;
            }
            let cost = ways.cost[to as usize] + step(edge, from);
            let tie = cost == ways.cost[index] && ways.next[index].is_some_and(|next| to < next);
            if cost < ways.cost[index] || tie {
                ways.cost[index] = cost;
                ways.next[index] = Some(to);
                offers.push(offer(cost, from));
            }
        }
    }
    ways
}
