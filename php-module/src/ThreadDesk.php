<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */

namespace OnlineChat;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Writes a thread into the shop's customer service, with the shop's own objects and so with its hooks.
 */
final class ThreadDesk
{
    /** The core's own text, in its own domain. */
    const SUBJECT = 'Fwd: Customer message';

    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * One thread for one token, however often it is asked for.
     *
     * @param array<string, mixed> $order as the sidecar signed it, see sidecar/desk/filing/service.py
     *
     * @return array{int, bool} its number, and whether it was made now
     */
    public function file(array $order): array
    {
        return NamedLock::hold('thread-' . $order['token'], function () use ($order): array {
            $there = self::find((string) $order['token'], (int) $order['shop']);

            return $there !== 0 ? [$there, false] : [$this->add($order), true];
        });
    }

    /**
     * The colleague who is put in charge hears of it by the mail that the shop's own page sends, too.
     *
     * @param array<string, mixed> $order
     */
    public function tell(array $order): bool
    {
        $by = $this->context->employee;
        $to = new \Employee((int) $order['employee']);
        if (!\Validate::isLoadedObject($to) || !\Validate::isEmail($to->email)) {
            return false;
        }
        $language = new \Language((int) $to->id_lang);
        try {
            return (bool) \Mail::Send(
                (int) $language->id,
                'forward_msg',
                $this->context->getTranslator()->trans(self::SUBJECT, [], 'Emails.Subject', $language->locale),
                [
                    '{messages}' => self::markup((string) $order['text']),
                    '{employee}' => self::markup($by->firstname . ' ' . $by->lastname),
                    '{comment}' => self::markup((string) $order['note']),
                    '{firstname}' => self::markup((string) $to->firstname),
                    '{lastname}' => self::markup((string) $to->lastname),
                ],
                $to->email,
                $to->firstname . ' ' . $to->lastname,
                $by->email,
                $by->firstname . ' ' . $by->lastname,
                null,
                null,
                _PS_MAIL_DIR_,
                false,
                (int) $order['shop']
            );
        } catch (\Throwable $error) {
            HookGuard::log($error);

            return false;
        }
    }

    private static function find(string $token, int $shopId): int
    {
        return (int) \Db::getInstance()->getValue(
            'SELECT id_customer_thread FROM ' . _DB_PREFIX_ . 'customer_thread
            WHERE token = "' . pSQL($token) . '" AND id_shop = ' . $shopId . ' ORDER BY id_customer_thread',
            false
        );
    }

    /**
     * The thread with what was said in it, and a private message of whoever is in charge: all of it, or nothing.
     *
     * @param array<string, mixed> $order
     */
    private function add(array $order): int
    {
        $thread = new \CustomerThread();
        $thread->id_shop = (int) $order['shop'];
        $thread->id_lang = (int) \Language::getIdByIso((string) $order['lang']) ?: (int) \Configuration::get('PS_LANG_DEFAULT');
        $thread->id_contact = (int) $order['contact'];
        $thread->id_customer = (int) $order['customer'];
        $thread->id_order = (int) $order['order'];
        $thread->id_product = 0;
        $thread->status = (string) $order['status'];
        $thread->email = (string) $order['email'];
        $thread->token = (string) $order['token'];
        $db = \Db::getInstance();
        $db->execute('START TRANSACTION');
        try {
            $made = $thread->add()
                && $this->say($thread, (string) $order['text'], 0, false)
                && $this->say($thread, (string) $order['note'], (int) $order['employee'], true);
            if (!$made) {
                throw new \RuntimeException('The thread was not written: ' . $db->getMsgError());
            }
            $db->execute('COMMIT');
        } catch (\Throwable $error) {
            $db->execute('ROLLBACK');
            // Where the tables know no transactions.
            if ($thread->id && self::find($thread->token, $thread->id_shop) !== 0) {
                $thread->delete();
            }
            throw $error;
        }

        return (int) $thread->id;
    }

    private function say(\CustomerThread $thread, string $text, int $employeeId, bool $private): bool
    {
        $message = new \CustomerMessage();
        $message->id_customer_thread = (int) $thread->id;
        $message->id_employee = $employeeId;
        $message->message = self::clean($text);
        $message->file_name = '';
        $message->ip_address = '';
        $message->user_agent = '';
        $message->private = (int) $private;
        $message->read = 0;

        return $message->add() && self::unspoiled($message);
    }

    /**
     * The shop's filter for HTML makes an entity of each "&" in a text, which its page then prints as one.
     */
    private static function unspoiled(\CustomerMessage $message): bool
    {
        return strpos($message->message, '&') === false || \Db::getInstance()->update(
            'customer_message',
            ['message' => pSQL($message->message, true)],
            'id_customer_message = ' . (int) $message->id
        );
    }

    /**
     * The shop takes no text that looks like a script; somebody may have spoken of one.
     */
    public static function clean(string $text): string
    {
        $text = str_replace("\u{202E}", '', $text);
        foreach ([['/(script)\s*:/i', '$1 :'], ['/(on\w+)\s*=/i', '$1＝'], ['/[<>"\'=:]/', ' ']] as list($pattern, $instead)) {
            if (\Validate::isCleanHtml($text)) {
                break;
            }
            $text = (string) preg_replace($pattern, $instead, $text);
        }

        return $text;
    }

    private static function markup(string $text): string
    {
        return nl2br(htmlspecialchars($text, ENT_QUOTES, 'UTF-8'));
    }
}
