//! Statements about the programs that use the database.

/// Marks what programs were sending that have ended as lost.
pub(super) const LOSE_RUNNING: &str = "UPDATE attempts SET state = 'lost' WHERE state = 'running' AND (instance IS NULL \
     OR instance NOT IN (SELECT id FROM instances WHERE alive_until > clock_timestamp()))";
/// As [`LOSE_RUNNING`], and of this program.
pub(super) const LOSE_OWN: &str = "UPDATE attempts SET state = 'lost' WHERE state = 'running' AND (instance IS NULL \
     OR CAST(instance AS TEXT) = current_setting('onboarding.instance') \
     OR instance NOT IN (SELECT id FROM instances WHERE alive_until > clock_timestamp()))";
/// Takes the lease of a job (`?1`), unless another program that runs holds it.
pub(super) const LEASE: &str = "INSERT INTO leases (name, instance, held_until) VALUES (?1, ?2, clock_timestamp() + INTERVAL '5 minutes') \
     ON CONFLICT (name) DO UPDATE SET instance = excluded.instance, held_until = excluded.held_until \
     WHERE leases.instance = excluded.instance OR leases.held_until < clock_timestamp() \
     OR leases.instance NOT IN (SELECT id FROM instances WHERE alive_until > clock_timestamp())";
