import { exportConfigMaps } from './config-exporter.ts';
import { inClusterConnection, kubernetesApi } from './kubernetes-api.ts';

try {
  const api = kubernetesApi(await inClusterConnection(process.env));
  const { exported, file, problems } = await exportConfigMaps(api, process.env['EXPORT_DIR'] ?? '/exports', new Date());
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`exported ${exported} ConfigMaps of namespace ${api.namespace} to ${file}`);
} catch (error) {
  console.error(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
