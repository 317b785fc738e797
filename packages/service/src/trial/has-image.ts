/** True if a container runtime that lists these full names has an image by the name that a manifest uses. */
export function hasImage(available: ReadonlySet<string>, name: string): boolean {
  return available.has(fullName(name));
}

/** The name that container runtimes use: nginx is docker.io/library/nginx:latest. */
function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const onDockerHub = rest.length > 0 ? `docker.io/${name}` : `docker.io/library/${name}`;
  const withHost = hasHost ? name : onDockerHub;
  const last = withHost.slice(withHost.lastIndexOf('/'));
  return last.includes(':') || last.includes('@') ? withHost : `${withHost}:latest`;
}
