import { Option } from 'commander';
import { exitCodeOf, UsageError } from '@seatrial/contract';
import type { ExitCode } from '@seatrial/contract';
import { trial as runTrial } from '@seatrial/service';
import { showRunEvents } from '../show-run-events.ts';
import type { AddCommand, Context } from '../command.ts';
import { renderers } from '../render/renderers.ts';
import { cleanText } from '../render/clean-text.ts';
import type { RendererName } from '../render/renderers.ts';
import { examples } from './examples.ts';
import { cniOption, collect, parseDuration } from './options.ts';

interface TrialOptions {
  readonly platform?: string;
  readonly target: string;
  readonly cluster: string;
  readonly cni?: 'cilium' | 'bridge';
  readonly images: readonly string[];
  readonly deadline?: number;
  readonly as?: string;
  readonly asGroup: readonly string[];
  readonly namespace: string;
  readonly keepGoing: boolean;
  readonly output: RendererName;
}

export const trial: AddCommand = (parent, run) => {
  parent
    .command('trial')
    .description('Deploy a change into a mirror of the platform on a real cluster, and report what becomes of it.')
    .argument('<path...>', 'files or folders of Kubernetes YAML')
    .option('-p, --platform <dir>', 'folder with the snapshot of the real platform')
    .addOption(new Option('--target <cluster>', 'where the trial takes place').choices(['embedded']).default('embedded'))
    .option('--cluster <name>', 'name of the embedded cluster, started if need be', 'default')
    .addOption(cniOption().default(undefined, 'that of the running cluster, else cilium'))
    .option('--images <path>', 'OCI image archive, or folder of such, to load first (repeatable)', collect, [])
    .option('--deadline <duration>', 'longest observation, for example 90s (default: by what the change holds)', parseDuration)
    .option('--as <user>', "identity that deploys (default: the platform's deployer)")
    .option('--as-group <group>', 'group of that identity (repeatable)', collect, [])
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--keep-going', 'observe the rest although parts of the change were refused', false)
    .addOption(new Option('-o, --output <format>', 'format of the report on stdout').choices(Object.keys(renderers)).default('text'))
    .addHelpText(
      'after',
      examples('seatrial trial deploy/ --platform platform/', 'seatrial trial app.yaml --images app.tar --deadline 2m --output json'),
    )
    .action(run(runCommand));
};

async function runCommand({ terminal, signal, root }: Context, paths: readonly string[], options: TrialOptions): Promise<ExitCode> {
  const { as, asGroup, deadline, platform, cluster, cni, images, namespace, keepGoing } = options;
  if (as === undefined && asGroup.length > 0)
    throw new UsageError('option-invalid', '--as-group needs --as: say which user has these groups.');
  const identity = as === undefined ? undefined : { user: as, groups: asGroup };
  const input = { paths, platform, cluster, cni, images, namespace, keepGoing, deadlineMs: deadline, as: identity, root };
  const { report, runDir, leftover } = await runTrial(input, showRunEvents(terminal), signal);
  terminal.result(renderers[options.output](report, { color: terminal.color, width: terminal.width, runDir }));
  if (options.output !== 'text') terminal.say(`This run is kept in ${runDir}.`);
  if (leftover !== undefined) terminal.say(`The environment could not be removed: ${cleanText(leftover)}`);
  if (report.stages.some((stage) => stage.name === 'environment' && stage.status === 'passed'))
    terminal.say(`Cluster "${cluster}" goes on running for the next trial. Remove it: seatrial cluster down ${cluster}`);
  return exitCodeOf(report.verdict);
}
