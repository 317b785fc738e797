import { findPrograms } from '@seatrial/cluster';

// Builds the programs of the embedded cluster into the cache: minutes, once per version, so that no test has to wait for it.
await findPrograms({ node: true, cilium: true }, ({ component, text, done }) => {
  if (done) console.error(`programs  ${component}  ${text}`);
});
