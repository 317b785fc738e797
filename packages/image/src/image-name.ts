const domain = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[\w][\w.-]{0,127}$/;

/**
 * The full name that container runtimes store: app → docker.io/library/app:latest. Undefined if it is not a name.
 * Rules: github.com/distribution/reference.
 */
export function normalImageName(name: string): string | undefined {
  const { registry, repository } = splitRegistry(name);
  const colon = repository.lastIndexOf(':');
  const path = colon === -1 ? repository : repository.slice(0, colon);
  const tag = colon === -1 ? 'latest' : repository.slice(colon + 1);
  const parts = path.split('/');
  if (!domain.test(registry) || !tagPattern.test(tag) || !parts.every((part) => pathPart.test(part))) return undefined;
  const library = registry === 'docker.io' && parts.length === 1 ? 'library/' : '';
  return `${registry}/${library}${path}:${tag}`;
}

function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = first === 'localhost' || /[.:A-Z]/.test(first);
  if (!isRegistry) return { registry: 'docker.io', repository: name };
  return { registry: first === 'index.docker.io' ? 'docker.io' : first, repository: name.slice(slash + 1) };
}
