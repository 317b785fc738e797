/** One thing in an image or archive. `path` has no leading slash; '' is the root folder. Links are symbolic. */
export type Entry = FolderEntry | FileEntry | LinkEntry;

interface Attributes {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FolderEntry extends Attributes {
  readonly kind: 'folder';
  /** True for folders that merely lead to something: one that is there already keeps its mode and owner. */
  readonly onlyIfMissing: boolean;
}

export interface FileEntry extends Attributes {
  readonly kind: 'file';
  readonly content: Content;
  /** Files with the same inode are written once; the others become hard links to it. */
  readonly inode?: string;
}

export interface LinkEntry extends Attributes {
  readonly kind: 'link';
  readonly target: string;
}

/** Big files stay on disk and are streamed. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'disk'; readonly file: string; readonly sizeBytes: number };

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const root: Owner = { uid: 0, gid: 0 };
