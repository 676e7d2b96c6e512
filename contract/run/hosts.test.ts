import { expect, test } from 'vitest'
import { hostOf, hostsIn } from './hosts.ts'

test.each([
  ['Open https://www.getmonero.org/downloads, please.', ['getmonero.org']],
  ['(see http://a.example:8080/x?y=z) and [this](https://b.example).', ['a.example:8080', 'b.example']],
  [
    'What is new on getmonero.org? And on Docs.Example.COM:8443/x',
    ['getmonero.org', 'docs.example.com:8443'],
  ],
  ['https://named.example@other.example/', ['other.example']],
  ['https://bücher.example und bücher.example', ['xn--bcher-kva.example']],
  ['write to bob@evil.example about notes.md, script.py and 3.14', []],
  ['https://例え.テスト/道', ['xn--r8jz45g.xn--zckzah']],
  ['http://[2001:db8::1]:8080/ http://8.8.8.8/', ['[2001:db8::1]:8080', '8.8.8.8']],
  ['nothing at all', []],
])('%s names %j', (text, hosts) => {
  expect(hostsIn(text)).toEqual(hosts)
})

test.each([
  ['https://WWW.Example.com:443/x', 'example.com'],
  ['https://www.com/', 'www.com'],
  ['https://example.com:8443/', 'example.com:8443'],
  ['https://exаmple.com/', 'xn--exmple-4nf.com'],
  ['https://named.example\\@other.example/', 'named.example'],
  ['https://sub.named.example/', 'sub.named.example'],
  ['ftp://example.com/', null],
  ['no address', null],
])('the host of %s is %s', (address, host) => {
  expect(hostOf(address)).toBe(host)
})

test.each(['a.', 'a-', 'https://', 'a.b.c.d.e.f.g.h.', 'x@', 'é́'])(
  '100,000 characters of %j take no long time',
  (part) => {
    const begun = process.cpuUsage()
    hostsIn(part.repeat(100_000 / part.length))
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(3000)
  },
)
