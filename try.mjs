import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const log = readFileSync('/tmp/console-serve.log','utf8');
const key = /Key +(ck_\S+)/.exec(log)[1];
const link = /Sign in +(\S+)/.exec(log)[1];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const o='http://127.0.0.1:18431';
const paths=[['overview','/stores/demo'],['groups','/stores/demo/groups'],['tree','/stores/demo/groups?view=tree'],['create','/stores/demo/groups?create=true'],['group','/stores/demo/groups/2'],['gone','/stores/demo/groups/999'],['nowhere','/stores/nowhere'],['signin','/sign-in']];
for (const [w,scheme] of [[1280,'light'],[380,'dark'],[380,'light'],[1280,'dark']]) {
const context=await browser.newContext({viewport:{width:w,height:800},colorScheme:scheme,locale:'en-GB'});
const page = await context.newPage();
page.setDefaultTimeout(4000);
page.on('console', m => console.log('console', w, m.type(), m.text().slice(0,300)));
page.on('pageerror', e => console.log('pageerror', e.message.slice(0,500)));
await page.goto(o+'/sign-in');
await page.evaluate(k=>sessionStorage.setItem('clientele.token',k),key);
for (const [n,p] of paths) {
 await page.goto(o+p); await page.waitForLoadState('networkidle'); await page.waitForTimeout(150);
 await page.screenshot({path:`/tmp/shots/${n}-${w}-${scheme}.png`, fullPage:true});
}
await context.close();
}
await browser.close();
