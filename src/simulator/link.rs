//! Links between nodes: first-in first-out, cut when the receiver dies until the sender knows of it.

use super::world::{MAX_NODES, World, trace};
use crate::shadow::{Answer, Input, Message};

/// What goes over a link.
#[derive(Debug)]
pub(super) enum Letter {
    /// A message.
    Message(Message),
    /// The sender has died.
    Gone,
}

impl World {
    /// A message goes on its way.
    pub(super) fn send(&mut self, node: usize, to: usize, message: Message) {
        let link = node * MAX_NODES + to;
        if self.cut_links >> link & 1 == 0 {
            self.links[link].push_back(Letter::Message(message));
            self.busy_links |= 1 << link;
        }
    }

    /// The next letter of a link arrives.
    pub(super) fn deliver(&mut self, link: usize) {
        let (from, to) = (link / MAX_NODES, link % MAX_NODES);
        let message = self.links[link].pop_front().expect("the link is busy");
        if self.links[link].is_empty() {
            self.busy_links &= !(1 << link);
        }
        let node = self.nodes[from].id;
        match message {
            Letter::Message(message) => {
                trace!(self, "node {to}: from node {from}: {}", short(&message));
                self.feed(to, Input::Message { from: node, message });
            }
            Letter::Gone => {
                trace!(self, "node {to}: knows that node {from} has died");
                if !self.links[link].iter().any(|letter| matches!(letter, Letter::Gone)) {
                    self.cut_links &= !(1 << (to * MAX_NODES + from));
                }
                self.feed(to, Input::NodeGone { node });
            }
        }
    }
}

/// A message without the view that it carries.
fn short(message: &Message) -> String {
    let view = |view: &crate::shadow::View| format!("version {}, generation {}", view.version, view.generation);
    match message {
        Message::Prepared { grant, answer: Answer { view: theirs, held, failed, gone, .. } } => {
            format!("Prepared {grant}, {}, held {held}, failed {failed:?}, gone {gone:?}", view(theirs))
        }
        Message::Install { grant, view: new, .. } => format!("Install {grant}, {}", view(new)),
        other => format!("{other:?}"),
    }
}
