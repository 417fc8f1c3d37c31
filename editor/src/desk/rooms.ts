// On a phone the rooms of the settings stand in a row that scrolls sideways: the one that is open is brought into sight.

document.querySelector('.rooms [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
