//! Records that hold each other: which of them need a box in Rust, and which can never be made at all.

use super::types::{Field, NamedType, TypeDef, TypeRef};

/// For each type a number: those of one number hold each other through fields of one value.
pub fn groups(types: &[NamedType]) -> Vec<usize> {
    let holds = |index: usize| held(types, index, |field| !field.many);
    let edges: Vec<Vec<usize>> = (0..types.len()).map(holds).collect();
    Tarjan::of(&edges).group
}

/// The circles that have no end because each record in them must hold the next: the ways round, as types with the position
/// of the field that leads on.
pub fn endless(types: &[NamedType]) -> Vec<Vec<(usize, usize)>> {
    let holds = |index: usize| held(types, index, |field| !field.many && field.required && field.fixed.is_none());
    let edges: Vec<Vec<usize>> = (0..types.len()).map(holds).collect();
    let group = Tarjan::of(&edges).group;
    let mut ways = Vec::new();
    let mut seen = vec![false; types.len()];
    for start in 0..types.len() {
        let number = group.get(start);
        let within =
            |index: usize| edges.get(index).into_iter().flatten().copied().find(|next| group.get(*next) == number);
        if number.and_then(|number| seen.get(*number)).copied().unwrap_or(true) || within(start).is_none() {
            continue;
        }
        if let Some(seen) = number.and_then(|number| seen.get_mut(*number)) {
            *seen = true;
        }
        // In a group every type leads to another of it: going on comes round in the end.
        let mut way = vec![start];
        let mut last = start;
        while let Some(next) = within(last) {
            if let Some(first) = way.iter().position(|known| *known == next) {
                way.drain(..first);
                break;
            }
            way.push(next);
            last = next;
        }
        let to = |position: usize| way.get((position + 1) % way.len()).copied();
        let round = way.iter().enumerate().filter_map(|(position, index)| {
            let TypeDef::Record(fields) = &types.get(*index)?.def else { return None };
            let leads = |field: &Field| {
                !field.many && field.required && field.ty == TypeRef::Named(to(position).unwrap_or_default())
            };
            Some((*index, fields.iter().position(leads)?))
        });
        ways.push(round.collect());
    }
    ways
}

/// The records in fields of a record.
fn held(types: &[NamedType], index: usize, counts: impl Fn(&Field) -> bool) -> Vec<usize> {
    let Some(TypeDef::Record(fields)) = types.get(index).map(|named| &named.def) else { return Vec::new() };
    let records = fields.iter().filter(|field| counts(field)).filter_map(|field| match field.ty {
        // One that is not known is none of them.
        TypeRef::Named(index) => Some(index).filter(|index| *index < types.len()),
        TypeRef::Scalar(_) => None,
    });
    records.filter(|index| matches!(types.get(*index), Some(NamedType { def: TypeDef::Record(_), .. }))).collect()
}

/// Tarjan's strongly connected components, without the stack of the thread: a chain of records may be long.
struct Tarjan<'e> {
    edges: &'e [Vec<usize>],
    /// The order in which they were met, from 1.
    met: Vec<usize>,
    lowest: Vec<usize>,
    open: Vec<usize>,
    is_open: Vec<bool>,
    count: usize,
    group: Vec<usize>,
}

impl<'e> Tarjan<'e> {
    fn of(edges: &'e [Vec<usize>]) -> Tarjan<'e> {
        let none = vec![0; edges.len()];
        let mut tarjan = Tarjan {
            edges,
            met: none.clone(),
            lowest: none.clone(),
            open: Vec::new(),
            is_open: vec![false; edges.len()],
            count: 0,
            group: none,
        };
        for start in 0..edges.len() {
            if tarjan.met[start] == 0 {
                tarjan.from(start);
            }
        }
        tarjan
    }

    fn from(&mut self, start: usize) {
        let mut way = vec![(start, 0)];
        self.meet(start);
        while let Some((index, done)) = way.last_mut() {
            let index = *index;
            if let Some(next) = self.edges[index].get(*done).copied() {
                *done += 1;
                if self.met[next] == 0 {
                    self.meet(next);
                    way.push((next, 0));
                } else if self.is_open[next] {
                    self.lowest[index] = self.lowest[index].min(self.met[next]);
                }
                continue;
            }
            way.pop();
            if let Some((above, _)) = way.last() {
                self.lowest[*above] = self.lowest[*above].min(self.lowest[index]);
            }
            if self.lowest[index] == self.met[index] {
                while let Some(last) = self.open.pop() {
                    self.is_open[last] = false;
                    self.group[last] = index;
                    if last == index {
                        break;
                    }
                }
            }
        }
    }

    fn meet(&mut self, index: usize) {
        self.count += 1;
        self.met[index] = self.count;
        self.lowest[index] = self.count;
        self.open.push(index);
        self.is_open[index] = true;
    }
}
