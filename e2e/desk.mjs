// The desk of a running demo paper: its first account by the console's link, and colleagues by invitation.
// The walk of the desk and the screenshots open theirs here.

import { newReader, until } from './paper.mjs';

const PASSWORD = 'wet gravel under the tram';

/** Opens the first account and gives back the chief, and a way to more colleagues. */
export async function openDesk(paper, browser) {
  let link;
  await until(() => (link = paper.printed().map((line) => line.match(/^first account: (\S+)/)?.[1]).filter(Boolean).at(-1)), {
    what: 'the link of the first account',
  });
  const chief = await newReader(browser);
  const { page } = chief;
  await page.goto(link);
  await page.getByRole('group', { name: 'You' }).getByLabel('Name', { exact: true }).fill('Ana Reis');
  await page.getByLabel('E-mail address').fill('ana@maren.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Open the desk' }).click();
  await page.waitForURL(`${paper.url}/desk`);
  return {
    chief,
    /** Invites somebody, who accepts with a password. */
    async colleague(name, role) {
      await page.goto(`${paper.url}/desk/accounts`);
      await page.getByRole('link', { name: 'Invite a colleague' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('E-mail address').fill(`${role}@maren.example`);
      await page.getByRole('checkbox', { name: new RegExp(`^${role} `, 'i') }).check();
      await page.getByRole('button', { name: 'Make the invitation' }).click();
      const invitation = await page.getByLabel('Link', { exact: true }).inputValue();
      const reader = await newReader(browser);
      await reader.page.goto(invitation);
      await reader.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await reader.page.locator('main button.first, main form button').first().click();
      await reader.page.waitForURL(`${paper.url}/desk`);
      return reader;
    },
  };
}

/** Every page of the desk by name, with a story that has versions. */
export function deskPages(story) {
  return {
    'desk-waiting': '/desk',
    'desk-day': '/desk/day',
    'desk-diary': '/desk/diary',
    'desk-event-new': '/desk/diary/new',
    'desk-diary-import': '/desk/diary/import',
    'desk-stories': '/desk/stories',
    'desk-nothing-found': '/desk/stories?q=zyxwvutsrq',
    'desk-record': '/desk/record',
    'desk-open-names': '/desk/record/open',
    'desk-requests': '/desk/record/requests',
    'desk-new-entry': '/desk/record/new',
    'desk-new': '/desk/stories/new',
    'desk-flash': '/desk/flash',
    'desk-front': '/desk/front',
    'desk-section-front': '/desk/front/local',
    'desk-front-preview': '/desk/front/-/preview',
    'desk-front-history': '/desk/front/-/history',
    'desk-house-style': '/desk/house-style',
    'desk-check': '/desk/checks/marks',
    'desk-withheld': '/desk/withheld',
    'desk-settings': '/desk/settings',
    'desk-settings-sections': '/desk/settings/sections',
    'desk-settings-navigation': '/desk/settings/navigation',
    'desk-settings-addresses': '/desk/settings/addresses',
    'desk-settings-replies': '/desk/settings/replies',
    'desk-settings-look': '/desk/settings/look',
    'desk-settings-robots': '/desk/settings/robots',
    'desk-settings-history': '/desk/settings/history',
    'desk-story': story,
    'desk-copy-desk': `${story}?tab=copy-desk`,
    'desk-record-tab': `${story}?tab=record`,
    'desk-notes': `${story}?tab=notes`,
    'desk-pictures': `${story}?tab=pictures`,
    'desk-related': `${story}?tab=related`,
    'desk-versions': `${story}?tab=versions`,
    'desk-library': '/desk/pictures',
    'desk-numbers': '/desk/numbers',
    'desk-find': '/desk/find?q=ferry',
    'desk-storylines': '/desk/storylines',
    'desk-plain': `${story}/plain`,
    'desk-compare': `${story}/compare`,
  };
}
