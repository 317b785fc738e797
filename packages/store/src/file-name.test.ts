import { expect, test } from 'vitest';
import { fileName } from './file-name.ts';

const names = [
  { name: 'Job/pay/export.yaml', file: 'Job_pay_export.yaml' },
  { name: 'a_b', file: 'a_b-648fa9b3' },
  { name: '../../etc/passwd', file: 'etc_passwd-3754d6cb' },
  { name: '..', file: 'unnamed-5ec1f7e7' },
  { name: '', file: 'unnamed-e3b0c442' },
  { name: '.hidden', file: 'hidden-16924190' },
  { name: 'ClusterRole/system:node', file: 'ClusterRole_system-node-f59dd997' },
  { name: 'Role/pay/a b.yaml', file: 'Role_pay_a-b-76ff13f6.yaml' },
  { name: 'a\u0000b\u001b[31m', file: 'a-b--31m-88367dfd' },
];

test.each(names)('$name is kept as $file', ({ name, file }) => {
  expect(fileName(name)).toBe(file);
});

test('names that look alike never meet in one file', () => {
  const alike = ['a/b', 'a_b', 'a//b', '/a/b', 'a:b', 'a b'];
  expect(new Set(alike.map(fileName)).size).toBe(alike.length);
});

test('a name of any length fits into a file name', () => {
  expect(fileName('x'.repeat(4000)).length).toBeLessThan(200);
});
