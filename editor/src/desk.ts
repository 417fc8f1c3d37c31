// The script of every desk page: htmx for fragments, and each file of `desk/`, which makes a page that works without
// script quicker with it. A file there is imported here by name.

import 'htmx.org';
import './desk/acts';
import './desk/copies';
import './desk/day';
import './desk/events';
import './desk/focus';
import './desk/front';
import './desk/lengths';
import './desk/lists';
import './desk/numbers';
import './desk/order';
import './desk/palette';
import './desk/passkeys';
import './desk/record';
import './desk/rooms';
import './desk/sign-out';
import './desk/together';
import './desk/mentions';
import './desk/uploads';
