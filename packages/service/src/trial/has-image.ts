/** True if a container runtime that lists these full names has an image by the name that a manifest uses. */
export function hasImage(available: ReadonlySet<string>, name: string): boolean {
  return available.has(fullName(name));
}

/** The name that container runtimes use: nginx is docker.io/library/nginx:latest, and a digest makes a tag superfluous. */
function fullName(name: string): string {
  const [tagged = '', digest] = withHost(name).split('@');
  const tagAt = tagged.indexOf(':', tagged.lastIndexOf('/'));
  if (digest !== undefined) return `${tagAt < 0 ? tagged : tagged.slice(0, tagAt)}@${digest}`;
  return tagAt < 0 ? `${tagged}:latest` : tagged;
}

function withHost(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  if (hasHost && first !== 'docker.io' && first !== 'index.docker.io') return name;
  const onDockerHub = hasHost ? rest : [first, ...rest];
  return `docker.io/${onDockerHub.length === 1 ? 'library/' : ''}${onDockerHub.join('/')}`;
}
