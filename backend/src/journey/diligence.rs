//! The order of the states of a diligence: among several reports about one diligence, the furthest state counts.

use contract::diligence::DiligenceState;

/// The rank of `state`. A refused diligence ranks below those of a new attempt.
pub(super) const fn rank(state: DiligenceState) -> u8 {
    match state {
        DiligenceState::Unknown | DiligenceState::Expected => 0,
        DiligenceState::Refused => 1,
        DiligenceState::Received => 2,
        DiligenceState::Review => 3,
        DiligenceState::Validated => 4,
    }
}
