<?php

use PHPUnit\Framework\TestCase;

/** The module's files among themselves: texts and their translations, versions, the zip. */
final class FilesTest extends TestCase
{
    /** @return string[] every text of ours, as written in the code */
    private static function texts(): array
    {
        $texts = ['Online Chat', 'Conversation history', 'Configuration'];
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(ONLINECHAT_MODULE, FilesystemIterator::SKIP_DOTS));
        foreach ($files as $path => $file) {
            $pattern = ['tpl' => "/\{l s='([^']*)' d='Modules\.Onlinechat\.Admin'\}/", 'php' => "/->trans\(\s*'([^']*)'/"][$file->getExtension()] ?? null;
            if ($pattern !== null) {
                preg_match_all($pattern, file_get_contents($path), $found);
                $texts = array_merge($texts, $found[1]);
            }
        }

        return array_values(array_unique($texts));
    }

    public function locales(): array
    {
        return [['fr-FR'], ['it-IT']];
    }

    /** @dataProvider locales */
    public function testEveryTextIsTranslatedAndNoTranslationIsLeftOver(string $locale): void
    {
        $catalogue = new DOMDocument();
        $catalogue->load(ONLINECHAT_MODULE . "/translations/$locale/ModulesOnlinechatAdmin.$locale.xlf");
        $translated = [];
        foreach ($catalogue->getElementsByTagName('trans-unit') as $unit) {
            $target = trim($unit->getElementsByTagName('target')->item(0)->textContent);
            self::assertNotSame('', $target);
            $translated[] = $unit->getElementsByTagName('source')->item(0)->textContent;
        }
        $texts = self::texts();
        sort($texts);
        sort($translated);

        self::assertSame($texts, $translated);
    }

    public function testNoTextIsWrittenInATemplateWithoutTranslation(): void
    {
        foreach (glob(ONLINECHAT_MODULE . '/views/templates/*/*.tpl') as $path) {
            $text = preg_replace(['/\{\*.*?\*\}/s', '/\{[^}]*\}/', '/<[^>]*>/'], ' ', file_get_contents($path));
            self::assertMatchesRegularExpression('/^\s*((nginx|Apache)\s*)*$/', $text, basename($path));
        }
    }

    public function testOneVersionEverywhere(): void
    {
        $xml = simplexml_load_file(ONLINECHAT_MODULE . '/config.xml');

        self::assertSame((new Onlinechat())->version, (string) $xml->version);
        self::assertSame((new Onlinechat())->name, (string) $xml->name);
    }

    public function testTheLogoHasTheSizeOfTheNativeOnes(): void
    {
        self::assertSame([140, 140, IMAGETYPE_PNG], array_slice(getimagesize(ONLINECHAT_MODULE . '/logo.png'), 0, 3));
    }

    public function testTheZipHasOneFolderAndNothingOfOurWorkshop(): void
    {
        $zip = tempnam(sys_get_temp_dir(), 'onlinechat');
        exec('python3 ' . escapeshellarg(ONLINECHAT_MODULE . '/build_zip.py') . ' ' . escapeshellarg($zip) . ' && python3 -c '
            . escapeshellarg('import sys, zipfile; print("\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))') . ' ' . escapeshellarg($zip), $output, $status);
        unlink($zip);
        $names = array_slice($output, 1);

        self::assertSame(0, $status);
        self::assertContains('onlinechat/onlinechat.php', $names);
        self::assertContains('onlinechat/controllers/front/session.php', $names);
        self::assertContains('onlinechat/translations/fr-FR/ModulesOnlinechatAdmin.fr-FR.xlf', $names);
        self::assertSame($names, preg_grep('~^onlinechat/[\w./-]+$~', $names));
        self::assertSame([], preg_grep('~test|stub|\.py$|/\.|vendor|composer~i', $names));
    }
}
