//! The scenes of a journey, and what the server may say instead of each.

use contract::snapshot::Snapshot;

use super::{
    alphabet,
    journey::{Advance, Journey},
};

/// What the server may say.
pub(super) struct Scene {
    pub(super) name: String,
    pub(super) snapshot: Snapshot,
    pub(super) advance: Advance,
    /// The scene that follows; for a deviation, the scene that it replaces.
    pub(super) next: usize,
    /// What may be said instead.
    pub(super) deviations: Vec<usize>,
    pub(super) is_deviation: bool,
}

/// The scenes of a journey, then the deviations from each.
pub(super) fn scenes(journey: Journey) -> Vec<Scene> {
    let count = journey.scenes.len();
    let mut scenes: Vec<Scene> = Vec::new();
    let mut others: Vec<Scene> = Vec::new();
    for (index, scene) in journey.scenes.into_iter().enumerate() {
        let mut deviations = Vec::new();
        if !scene.snapshot.onboarding.is_final() {
            for (name, snapshot) in alphabet::deviations(&scene.snapshot, scene.breadth) {
                deviations.push(count + others.len());
                others.push(Scene {
                    name: format!("{}, {name}", scene.name),
                    snapshot,
                    advance: scene.advance,
                    next: index,
                    deviations: Vec::new(),
                    is_deviation: true,
                });
            }
        }
        scenes.push(Scene {
            name: scene.name.into(),
            snapshot: scene.snapshot,
            advance: scene.advance,
            next: (index + 1).min(count - 1),
            deviations,
            is_deviation: false,
        });
    }
    scenes.extend(others);
    scenes
}
