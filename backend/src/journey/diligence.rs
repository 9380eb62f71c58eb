//! How far along a diligence is: of several reports on one, that decides which counts.

use contract::diligence::DiligenceState;

/// The place of `state` in the order of a diligence. A refused one is below those of a new attempt.
pub(super) const fn rank(state: DiligenceState) -> u8 {
    match state {
        DiligenceState::Unknown | DiligenceState::Expected => 0,
        DiligenceState::Refused => 1,
        DiligenceState::Received => 2,
        DiligenceState::Review => 3,
        DiligenceState::Validated => 4,
    }
}
