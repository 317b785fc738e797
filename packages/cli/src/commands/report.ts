import { Option } from 'commander';
import { exitCodeOf } from '@seatrial/contract';
import type { ExitCode } from '@seatrial/contract';
import { openReport } from '@seatrial/service';
import type { AddCommand, Context } from '../command.ts';
import { renderers } from '../render/renderers.ts';
import type { RendererName } from '../render/renderers.ts';
import { examples } from './examples.ts';

export const report: AddCommand = (parent, run) => {
  parent
    .command('report')
    .description('Show the report of an earlier run; exits as that run did.')
    .argument('<run>', 'id of a run, its folder, or a report file')
    .addOption(new Option('-o, --output <format>', 'format of the report').choices(Object.keys(renderers)).default('text'))
    .addHelpText('after', examples('seatrial report .seatrial/runs/20261123-101502-x7k2', 'seatrial report report.json --output json'))
    .action(run(runCommand));
};

async function runCommand({ terminal, root }: Context, place: string, options: { readonly output: RendererName }): Promise<ExitCode> {
  const found = await openReport(place, root);
  terminal.result(renderers[options.output](found, { color: terminal.color, width: terminal.width }));
  return exitCodeOf(found.verdict);
}
