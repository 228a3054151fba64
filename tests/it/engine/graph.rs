//! Graphs against their definition: fixed small ones, and random ones against a plain search.

use std::collections::BTreeSet;

use plaza_engine::graph::Graph;
use plaza_engine::luck::{Key, Stream};
use plaza_engine::sampling::{below, chance};

#[test]
fn a_chain_with_an_island() {
    let graph = Graph::new(5, [(2, 1), (1, 0), (2, 1), (3, 3), (1, 2), (3, 2)]);
    assert_eq!(graph.len(), 5);
    assert_eq!(graph.neighbours(0), [1]);
    assert_eq!(graph.neighbours(1), [0, 2]);
    assert_eq!(graph.neighbours(2), [1, 3]);
    assert_eq!(graph.neighbours(3), [2]);
    assert!(graph.neighbours(4).is_empty());
    assert_eq!(graph.pairs().collect::<Vec<_>>(), [(0, 1), (1, 2), (2, 3)]);
    assert_eq!(
        graph.components(&[4, 3, 0, 2, 3]),
        [vec![0], vec![2, 3], vec![4]],
        "parted where node 1 is not among them"
    );
    assert_eq!(
        graph.components(&[3, 1, 2, 0]),
        [[0, 1, 2, 3]],
        "in order whatever the order asked"
    );
}

#[test]
fn no_nodes() {
    let graph = Graph::new(0, []);
    assert!(graph.is_empty());
    assert_eq!(graph.pairs().count(), 0);
    assert!(Graph::new(3, []).components(&[]).is_empty());
}

#[test]
#[should_panic(expected = "out of bounds")]
fn a_pair_must_name_nodes_that_exist() {
    Graph::new(2, [(0, 2)]);
}

/// The parts of the subgraph on `nodes`: labels spread until nothing changes.
fn parts(pairs: &BTreeSet<(u32, u32)>, nodes: &BTreeSet<u32>) -> Vec<Vec<u32>> {
    let mut label: Vec<u32> = (0..40).collect();
    loop {
        let before = label.clone();
        for &(a, b) in pairs {
            if nodes.contains(&a) && nodes.contains(&b) {
                let least = label[a as usize].min(label[b as usize]);
                label[a as usize] = least;
                label[b as usize] = least;
            }
        }
        if label == before {
            break;
        }
    }
    let of = |least: &u32| -> Vec<u32> {
        let same = |node: &&u32| label[**node as usize] == *least;
        nodes.iter().filter(same).copied().collect()
    };
    let parts = nodes.iter().map(of);
    parts.filter(|part| !part.is_empty()).collect()
}

#[test]
fn random_graphs() {
    let luck = Key::new(1, 0).luck(1, 0);
    for case in 0..500 {
        let rng: &mut Stream = &mut luck.of(0, case);
        let nodes = 1 + below(rng, 40);
        let named: Vec<(u32, u32)> = (0..below(rng, 2 * nodes))
            .map(|_| (below(rng, nodes) as u32, below(rng, nodes) as u32))
            .collect();
        let graph = Graph::new(nodes, named.clone());
        let pairs: BTreeSet<(u32, u32)> = named
            .into_iter()
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        assert!(graph.pairs().eq(pairs.iter().copied()), "case {case}");
        for node in 0..nodes as u32 {
            let expected = (0..nodes as u32)
                .filter(|other| pairs.contains(&(node.min(*other), node.max(*other))));
            assert!(graph.neighbours(node).iter().copied().eq(expected));
        }
        let some: BTreeSet<u32> = (0..nodes as u32).filter(|_| chance(rng, 0.6)).collect();
        let asked: Vec<u32> = some.iter().rev().copied().collect();
        assert_eq!(
            graph.components(&asked),
            parts(&pairs, &some),
            "case {case}"
        );
    }
}
