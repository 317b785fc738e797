import { expect, test } from 'vitest';
import { UsageError } from '@seatrial/contract';
import { refuseUnsupported } from './unsupported-sources.ts';

const HELM = 'is a Helm chart, which this version does not read. Render it and give the file:';
const KUSTOMIZE = 'is a Kustomize folder, which this version does not read. Build it and give the file:';
const TERRAFORM = 'is a Terraform folder, which this version does not read. Give only files and folders of Kubernetes manifests.';

test.each([
  ['chart', 'Chart.yaml', `chart ${HELM} helm template chart > rendered.yaml`],
  ['.', 'Chart.yaml', `. ${HELM} helm template . > rendered.yaml`],
  ["it's mine", 'Chart.yaml', String.raw`it's mine ${HELM} helm template 'it'\''s mine' > rendered.yaml`],
  ['base', 'kustomization.yaml', `base ${KUSTOMIZE} kustomize build base > built.yaml`],
  ['base', 'kustomization.yml', `base ${KUSTOMIZE} kustomize build base > built.yaml`],
  ['base', 'Kustomization', `base ${KUSTOMIZE} kustomize build base > built.yaml`],
  ['infra', 'main.tf', `infra ${TERRAFORM}`],
  ['infra', 'main.tf.json', `infra ${TERRAFORM}`],
])('folder %s with %s in it is refused with what to do now', (dir, name, message) => {
  expect(() => refuseUnsupported(dir, ['app.yaml', name])).toThrow(new UsageError('change-unsupported', message));
});

test('a folder of manifests is not refused', () => {
  expect(() => refuseUnsupported('deploy', ['app.yaml', 'chart.yaml', 'kustomization.json', 'terraform.tfvars'])).not.toThrow();
});
