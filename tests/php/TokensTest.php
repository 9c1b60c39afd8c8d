<?php

use OnlineChat\Tokens;
use PHPUnit\Framework\TestCase;

/** The same samples are read by the sidecar's tests: tests/contract/tokens.json. */
final class TokensTest extends TestCase
{
    private static function samples(): array
    {
        return json_decode(file_get_contents(dirname(__DIR__) . '/contract/tokens.json'), true);
    }

    public function good(): array
    {
        return array_column(array_map(function ($sample) {
            return [$sample['name'], $sample];
        }, self::samples()['good']), null, 0);
    }

    public function bad(): array
    {
        return array_column(array_map(function ($sample) {
            return [$sample['name'], $sample];
        }, self::samples()['bad']), null, 0);
    }

    /** @dataProvider good */
    public function testSignsByteForByteLikeTheSamples(string $name, array $sample): void
    {
        $signed = (new Tokens(self::samples()['secret']))->sign($sample['audience'], $sample['claims'], $sample['issuedAt']);

        self::assertSame($sample['token'], $signed['token']);
    }

    /** @dataProvider good */
    public function testReadsTheSamples(string $name, array $sample): void
    {
        $claims = (new Tokens(self::samples()['secret']))->verify($sample['token'], $sample['audience'], self::samples()['now']);

        self::assertSame($sample['claims']['sub'], $claims['sub']);
    }

    /** @dataProvider bad */
    public function testRefusesTheBadSamples(string $name, array $sample): void
    {
        $tokens = new Tokens(self::samples()['secret']);

        self::assertNull($tokens->verify($sample['token'], $sample['audience'], self::samples()['now']));
    }

    public function testKeysAndNamesOfSecretsAreThoseOfTheContract(): void
    {
        $samples = self::samples();
        foreach ($samples['keys'] as $audience => $key) {
            self::assertSame($key, bin2hex(Tokens::key($samples['secret'], $audience)));
        }
        foreach ($samples['kid'] as $secret => $kid) {
            self::assertSame($kid, Tokens::kid($secret));
        }
    }

    public function testLivesTenMinutesAndSaysSoInUtc(): void
    {
        $tokens = new Tokens(str_repeat('a', 64));
        $signed = $tokens->sign('visitor', ['sub' => 'guest:7'], 1795474800);

        self::assertSame('2026-11-23T23:10:00.000Z', $signed['expiresAt']);
        self::assertNotNull($tokens->verify($signed['token'], 'visitor', 1795474800 + 599));
        self::assertNull($tokens->verify($signed['token'], 'visitor', 1795474800 + 600));
    }

    public function testANameThatIsNotUtf8DoesNotBreakTheToken(): void
    {
        $tokens = new Tokens(str_repeat('a', 64));
        $signed = $tokens->sign('visitor', ['name' => "Jos\xe9"], 1795474800);

        self::assertSame("Jos\u{fffd}", $tokens->verify($signed['token'], 'visitor', 1795474800)['name']);
    }

    public function testNobodyOverridesIssuerAudienceOrExpiry(): void
    {
        $tokens = new Tokens(str_repeat('a', 64));
        $signed = $tokens->sign('visitor', ['iss' => 'x', 'aud' => 'operator', 'sub' => 'guest:1'], 1795474800);

        self::assertSame('visitor', $tokens->verify($signed['token'], 'visitor', 1795474800)['aud']);
    }
}
