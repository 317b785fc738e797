/** Debian packages of programs whose package has another name. */
const packageOf: Readonly<Record<string, string>> = {
  ash: 'busybox-static',
  busybox: 'busybox-static',
  dig: 'bind9-dnsutils',
  go: 'golang-go',
  ip: 'iproute2',
  java: 'default-jre-headless',
  ldd: 'libc-bin',
  mysql: 'default-mysql-client',
  nc: 'netcat-openbsd',
  node: 'nodejs',
  nslookup: 'bind9-dnsutils',
  ping: 'iputils-ping',
  psql: 'postgresql-client',
  ss: 'iproute2',
};
/** Programs whose package has their own name. */
const sameName = new Set([
  'bash',
  'curl',
  'debootstrap',
  'git',
  'jq',
  'nginx',
  'openssl',
  'perl',
  'python3',
  'rsync',
  'ruby',
  'socat',
  'sqlite3',
  'strace',
  'tcpdump',
  'wget',
]);

/** What to do about a program that is not on this machine. */
export function howToGet(program: string): string {
  const name = sameName.has(program) ? program : packageOf[program];
  if (name === undefined) return 'Install it, or bring its file with a "from" step.';
  return `Install it: apt-get install -y ${name}`;
}
