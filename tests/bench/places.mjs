// @ts-check
// How long the backend takes to look up the places of a customer: backend/benches/places.rs prints one line for each kind.

import { mustRun } from '../../scripts/command.mjs';

/** Measures in the profile of the simulation, which is less optimised than that of a release. */
export async function measurePlaces() {
  console.log('\nLook-up of a place in the backend; the target is below 1 ms');
  await mustRun('cargo', ['bench', '--quiet', '--package', 'backend', '--bench', 'places', '--profile', 'simulation']);
}
