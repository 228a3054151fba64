//! An undirected graph in compressed rows: who borders whom.
//!
//! ```
//! use plaza_engine::graph::Graph;
//!
//! let road = Graph::new(4, [(0, 1), (1, 2)]);
//! assert_eq!(road.neighbours(1), [0, 2]);
//! assert_eq!(road.components(&[0, 1, 2, 3]).len(), 2);
//! ```

/// Neighbours of nodes `0 .. len`, each list ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Graph {
    /// The graph of `nodes` nodes with these undirected pairs; double pairs and loops are dropped.
    ///
    /// # Panics
    /// When a pair names a node that does not exist.
    pub fn new(nodes: usize, pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut lists = vec![Vec::new(); nodes];
        for (a, b) in pairs {
            if a != b {
                lists[a as usize].push(b);
                lists[b as usize].push(a);
            }
        }
        let mut starts = vec![0];
        let mut ends = Vec::new();
        for mut list in lists {
            list.sort_unstable();
            list.dedup();
            ends.extend(list);
            starts.push(ends.len() as u32);
        }
        Self { starts, ends }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neighbours of `node`, ascending.
    pub fn neighbours(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.ends[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// The neighbours of `node`, ascending, each with the number of the edge: edges are numbered by the node, then by
    /// the neighbour, so that every pair has two.
    pub fn edges(&self, node: u32) -> impl Iterator<Item = (usize, u32)> + '_ {
        let first = self.starts[node as usize] as usize;
        (first..).zip(self.neighbours(node).iter().copied())
    }

    /// Every pair once, smaller number first.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.len() as u32).flat_map(move |a| {
            self.neighbours(a)
                .iter()
                .filter(move |b| a < **b)
                .map(move |b| (a, *b))
        })
    }

    /// The connected parts of the subgraph on `nodes`, each ascending, in order of their smallest.
    pub fn components(&self, nodes: &[u32]) -> Vec<Vec<u32>> {
        let mut left: Vec<u32> = nodes.to_vec();
        left.sort_unstable();
        left.dedup();
        let mut seen = vec![false; left.len()];
        let mut parts = Vec::new();
        for start in 0..left.len() {
            if seen[start] {
                continue;
            }
            seen[start] = true;
            let mut part = vec![left[start]];
            let mut next = 0;
            while next < part.len() {
                for neighbour in self.neighbours(part[next]) {
                    if let Ok(index) = left.binary_search(neighbour)
                        && !seen[index]
                    {
                        seen[index] = true;
                        part.push(*neighbour);
                    }
                }
                next += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }
}
