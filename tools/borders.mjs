import { rooms } from './rooms.mjs';

/** Import rules for dependency-cruiser, made from the table of rooms. Each comment gives the reason, then the remedy. */
export default {
  forbidden: [...rooms.map(roomBorder), frontDoor(), kubeClient(), pureRooms(), productKnowsNoTests(), noCycles(), everythingResolves()],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@seatrial/source', 'import', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^packages/[^/]+/dist/', '^packages/.+/testdata/'] },
  },
};

function roomBorder({ name, purpose, mayImport }) {
  const allowed = [name, ...mayImport].join('|');
  const list = mayImport.length === 0 ? 'no other room' : mayImport.join(', ');
  return {
    name: `border-of-${name}`,
    severity: 'error',
    comment:
      `Room ${name} may import ${list}, so that it can do one thing: "${purpose}" ` +
      `Remedy: move the code to the room that may import this, pass the value in as an argument, or, if the design changed, edit tools/rooms.mjs.`,
    from: { path: `^packages/${name}/` },
    to: { path: '^packages/', pathNot: `^packages/(${allowed})/` },
  };
}

function frontDoor() {
  return {
    name: 'front-door',
    severity: 'error',
    comment:
      'Rooms meet at src/index.ts only, so that the inside of a room can change without asking. ' +
      'Remedy: import from @seatrial/<room>; if the name is missing there and others need it, export it from that index.ts.',
    from: { path: '^packages/([^/]+)/' },
    to: { path: '^packages/', pathNot: ['^packages/$1/', '^packages/[^/]+/src/index[.]ts$'] },
  };
}

function kubeClient() {
  return {
    name: 'only-kube-has-the-client',
    severity: 'error',
    comment:
      'Only room kube knows the Kubernetes client: its traps and its version are dealt with in one place. ' +
      'Remedy: use or add a function of @seatrial/kube.',
    from: { path: '^packages/', pathNot: '^packages/kube/' },
    to: { path: '@kubernetes/client-node' },
  };
}

function pureRooms() {
  const pure = rooms.filter((room) => !room.io).map((room) => room.name);
  return {
    name: 'pure-rooms',
    severity: 'error',
    comment:
      `Rooms ${pure.join(' and ')} do no I/O, so that the same input always gives the same answer and tests need no machine. ` +
      'Remedy: let the caller read, and pass the text, time or number in.',
    from: { path: `^packages/(${pure.join('|')})/src/`, pathNot: '[.]test[.]ts$' },
    to: { dependencyTypes: ['core'] },
  };
}

function productKnowsNoTests() {
  return {
    name: 'product-knows-no-tests',
    severity: 'error',
    comment:
      'What is shipped must work without tests, tools, benchmarks and examples beside it. ' +
      'Remedy: move the shared part into a file of the room that both import.',
    from: { path: '^packages/[^/]+/src/', pathNot: '([.]test[.]ts$|/testdata/)' },
    to: { path: '([.]test[.]ts$|^(tools|bench|examples|tests)/|node_modules/vitest/)' },
  };
}

function noCycles() {
  return {
    name: 'no-cycles',
    severity: 'error',
    comment:
      'Files that import each other, by type too, cannot be read or moved one at a time. ' +
      'Remedy: move what both need into a third file, or pass it as an argument.',
    from: {},
    to: { circular: true },
  };
}

function everythingResolves() {
  return {
    name: 'everything-resolves',
    severity: 'error',
    comment:
      'An import that leads nowhere escapes every other rule here. ' +
      "Remedy: mend the path, or add the package to this room's package.json with an exact version and run npm install.",
    from: {},
    to: { couldNotResolve: true },
  };
}
