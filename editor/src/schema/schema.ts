// The one schema of the editor. Everything in this folder that makes or reads nodes asks it.

import { Schema } from 'prosemirror-model';
import { marks } from './marks';
import { nodes } from './nodes';

export const schema = new Schema({ nodes, marks });

/** A block's node type by name; a name that is not in the schema is a mistake of ours. */
export function node(name: string) {
  const type = schema.nodes[name];
  if (!type) throw new Error(`no node ${name}`);
  return type;
}

/** A mark's type by name. */
export function mark(name: string) {
  const type = schema.marks[name];
  if (!type) throw new Error(`no mark ${name}`);
  return type;
}
