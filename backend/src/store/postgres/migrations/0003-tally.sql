-- The status of the onboarding in the snapshot, for counting.
ALTER TABLE views ADD COLUMN onboarding TEXT NOT NULL DEFAULT '';
