import { type Browser, chromium } from 'playwright-core';
import { fingerprintOf } from '../../domain/fingerprint';
import { incidentWorkflowId } from '../../workflows/contracts';
import { Field, firing, scalePod } from '../e2e/field';
import { eventually } from '../support/eventually';

jest.setTimeout(120_000);

describe('in a real browser', () => {
  const hostile = '<img src=x onerror="document.title=\'taken\'"> [link](http://evil.example) **bold** @alice';
  const alert = firing({ annotations: { ...scalePod, summary: hostile } });
  let field: Field;
  let browser: Browser;

  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM;
    if (!executablePath) throw new Error('CHROMIUM is not set. Run these tests by `npm run test:full`.');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    field = await Field.start({ monitored: false });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
  });
  afterAll(async () => {
    await browser?.close();
    await field?.stop();
  });

  it('the issue shows hostile text as text', async () => {
    const page = await browser.newPage();
    await page.goto(`${field.stack.sandbox.linear.url}/issue/${field.issue(alert).identifier}`);
    const text = await page.locator('body').innerText();
    expect(text).toContain('Remediation Selected');
    expect(text).toContain('**bold** @alice');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('a[href*="evil.example"]').count()).toBe(0);
    expect(await page.title()).not.toBe('taken');
  });

  it('the link on the issue opens the incident in the Temporal Web UI', async () => {
    const id = incidentWorkflowId(fingerprintOf(alert.labels));
    const [link] = /http:\S+\/workflows\/incident%2F\S+?(?=[)\s])/.exec(field.issue(alert).description ?? '') ?? [];
    expect(link).toContain(encodeURIComponent(id));
    const page = await browser.newPage();
    await page.goto(link!);
    await page.getByText(id).first().waitFor();
    await page.getByText('User Metadata').first().click();
    // The Web UI renders Markdown in frames of their own.
    const details = await eventually(async () => {
      const texts = await Promise.all(page.frames().map((frame) => frame.locator('body').innerText()));
      return texts.find((text) => text.includes('Waiting for'));
    });
    expect(details).toContain('Phase: waiting');
    expect(details).toContain('takeOver');
  });
});
