import { ExitCode } from '@seatrial/contract';
import { imageBuild } from '@seatrial/service';
import type { AddCommand, Context } from '../command.ts';
import { examples } from './examples.ts';

export const image: AddCommand = (parent, run) => {
  const group = parent.command('image').description('Make container images without a registry or Docker.');
  group
    .command('build')
    .description('Build the OCI archive that a spec describes (docs/images.md).')
    .argument('<spec>', 'YAML file with the name, files and configuration of the image')
    .requiredOption('-o, --output <file>', 'archive to write')
    .addHelpText(
      'after',
      examples(
        'seatrial image build image.yaml -o app.tar',
        'seatrial image build image.yaml -o app.tar && seatrial cluster load-image app.tar',
      ),
    )
    .action(run(build));
};

async function build({ terminal, signal }: Context, spec: string, options: { readonly output: string }): Promise<ExitCode> {
  const built = await imageBuild(spec, options.output, signal);
  terminal.result(`${options.output}  ${(built.sizeBytes / 1e6).toFixed(1)} MB  ${built.digest}`);
  return ExitCode.pass;
}
