// The editor island: fills `#editor` on a story's page and binds the page's fields to the story's shared document.
// Loaded as a module by the story page of the desk.

import { begin } from './island';

const host = document.getElementById('editor');
if (host) void begin(host);
