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
 * Everything that the chat has of somebody, as flat rows with the same columns: so the shop's GDPR module lists them.
 */
final class PersonExport
{
    const AT_ONCE = 200;

    /** @var Person */
    private $person;

    /** @var array<string, string> in the language of who asks */
    private $words;

    /** @var \Db */
    private $db;

    /**
     * @param object $translator the shop's
     */
    public function __construct(Person $person, $translator)
    {
        $this->person = $person;
        $this->words = self::words($translator);
        $this->db = \Db::getInstance();
    }

    /**
     * @return array<int, array<string, string>> without columns in which nothing stands
     */
    public function rows(): array
    {
        $rows = array_map([$this, 'labelled'], array_merge($this->conversations(), $this->offlineMessages(), $this->browsers(), $this->blocks()));
        $used = [];
        foreach ($rows as $row) {
            $used += array_filter($row, 'strlen');
        }

        return array_map(static function (array $row) use ($used) {
            return array_intersect_key($row, $used);
        }, $rows);
    }

    private function conversations(): array
    {
        $rows = [];
        foreach (array_chunk($this->person->conversations(), self::AT_ONCE) as $numbers) {
            $list = implode(', ', $numbers);
            $said = [];
            foreach ($this->read(
                'SELECT `id_conversation`, `author`, `name`, `body`, `sent_at` FROM `' . Tables::name('message') . '`
                WHERE `id_conversation` IN (' . $list . ') AND `body` <> "" ORDER BY `id_conversation`, `seq`'
            ) as $message) {
                $said[(int) $message['id_conversation']][] = $message;
            }
            foreach ($this->read('SELECT * FROM `' . Tables::name('conversation') . '` WHERE `id_conversation` IN (' . $list . ') ORDER BY `id_conversation`') as $one) {
                $number = (int) $one['id_conversation'];
                $rows[] = [
                    'kind' => $this->words['conversation'], 'number' => $number, 'date' => $one['started_at'], 'author' => $one['visitor_name'],
                    'email' => $one['email'], 'phone' => $one['phone'],
                ];
                foreach ($said[$number] ?? [] as $message) {
                    $rows[] = [
                        'kind' => $this->words['message'], 'number' => $number, 'date' => $message['sent_at'], 'text' => $message['body'],
                        'author' => $message['name'] !== '' || $message['author'] !== 'visitor' ? $message['name'] : $one['visitor_name'],
                    ];
                }
                if ($one['stars'] !== null) {
                    $rows[] = [
                        'kind' => $this->words['rating'], 'number' => $number, 'date' => $one['rated_at'], 'author' => $one['visitor_name'],
                        'text' => $one['rating_comment'], 'stars' => $one['stars'],
                    ];
                }
            }
        }

        return $rows;
    }

    private function offlineMessages(): array
    {
        $rows = [];
        foreach (array_chunk($this->person->offlineMessages(), self::AT_ONCE) as $numbers) {
            foreach ($this->read(
                'SELECT * FROM `' . Tables::name('offline_message') . '`
                WHERE `id_offline_message` IN (' . implode(', ', $numbers) . ') ORDER BY `id_offline_message`'
            ) as $one) {
                $name = trim($one['firstname'] . ' ' . $one['lastname']);
                $rows[] = [
                    'kind' => $this->words['offline_message'], 'number' => $one['id_offline_message'], 'date' => $one['created_at'],
                    'author' => $name !== '' ? $name : $one['customer_name'], 'text' => $one['message'], 'email' => $one['email'],
                    'phone' => $one['phone'], 'page' => $one['page_url'], 'address' => $one['ip_address'], 'browser' => $one['user_agent'],
                ];
            }
        }

        return $rows;
    }

    private function browsers(): array
    {
        $rows = [];
        foreach ($this->person->browsers() as $condition) {
            foreach ($this->read(
                'SELECT v.* FROM `' . Tables::name('visitor') . '` v
                WHERE (v.`page_url` <> "" OR v.`ip_address` <> "") AND ' . $condition . ' ORDER BY v.`created_at`'
            ) as $one) {
                $rows[$one['id_shop'] . $one['vid']] = [
                    'kind' => $this->words['visit'], 'date' => $one['seen_at'] ?? $one['created_at'], 'text' => $one['page_title'],
                    'page' => $one['page_url'], 'address' => $one['ip_address'], 'browser' => $one['user_agent'] ?? '',
                ];
                foreach ($this->pages($one) as $place => $page) {
                    $rows[$one['id_shop'] . $one['vid'] . $place] = $page;
                }
            }
        }

        return array_values($rows);
    }

    /**
     * The pages before the one they were on, and where they came from; columns of migration 9.
     */
    private function pages(array $browser): array
    {
        $rows = [];
        foreach (array_slice((array) json_decode($browser['trail'] ?? '', true), 1) as $page) {
            list($address, $title, $moment) = $page;
            if ($address !== '') {
                $rows[] = ['kind' => $this->words['visit'], 'date' => $moment, 'text' => $title, 'page' => $address];
            }
        }
        if (($browser['referrer'] ?? '') !== '') {
            $rows[] = ['kind' => $this->words['visit'], 'date' => $browser['created_at'], 'page' => $browser['referrer']];
        }

        return $rows;
    }

    private function blocks(): array
    {
        $rows = [];
        foreach (Tables::exist($this->db, 'block') ? $this->person->browsers() : [] as $condition) {
            foreach ($this->read('SELECT v.* FROM `' . Tables::name('block') . '` v WHERE ' . $condition . ' ORDER BY v.`id_block`') as $one) {
                $rows[$one['id_block']] = [
                    'kind' => $this->words['block'], 'number' => $one['id_conversation'], 'date' => $one['created_at'],
                    'author' => $one['employee_name'], 'text' => $one['reason'], 'address' => $one['ip_address'],
                ];
            }
        }

        return array_values($rows);
    }

    /**
     * @return array<string, string>
     */
    private function labelled(array $row): array
    {
        $values = [
            $this->words['type'] => $row['kind'],
            $this->words['number'] => $row['number'] ?? '',
            $this->words['date'] => $this->local((string) ($row['date'] ?? '')),
            $this->words['author'] => $row['author'] ?? '',
            $this->words['text'] => $row['text'] ?? '',
            $this->words['email'] => $row['email'] ?? '',
            $this->words['phone'] => $row['phone'] ?? '',
            $this->words['page'] => $row['page'] ?? '',
            $this->words['address'] => $row['address'] ?? '',
            $this->words['browser'] => $row['browser'] ?? '',
            $this->words['stars'] => $row['stars'] ?? '',
        ];

        return array_map('strval', $values);
    }

    /**
     * Ours is UTC; whoever reads this lives in the shop's time.
     */
    private function local(string $utc): string
    {
        if ($utc === '') {
            return '';
        }
        $date = new \DateTime($utc, new \DateTimeZone('UTC'));

        return $date->setTimezone(new \DateTimeZone(date_default_timezone_get()))->format('Y-m-d H:i:s');
    }

    private function read(string $sql): array
    {
        return Tables::rows($this->db, $sql);
    }

    /**
     * @param object $translator
     *
     * @return array<string, string>
     */
    private static function words($translator): array
    {
        return [
            'conversation' => $translator->trans('Conversation', [], Installer::DOMAIN),
            'message' => $translator->trans('Message', [], Installer::DOMAIN),
            'rating' => $translator->trans('Rating', [], Installer::DOMAIN),
            'offline_message' => $translator->trans('Offline message', [], Installer::DOMAIN),
            'visit' => $translator->trans('Visit', [], Installer::DOMAIN),
            'block' => $translator->trans('Block', [], Installer::DOMAIN),
            'type' => $translator->trans('Type', [], Installer::DOMAIN),
            'number' => $translator->trans('Number', [], Installer::DOMAIN),
            'date' => $translator->trans('Date', [], Installer::DOMAIN),
            'author' => $translator->trans('Author', [], Installer::DOMAIN),
            'text' => $translator->trans('Text', [], Installer::DOMAIN),
            'email' => $translator->trans('Email', [], Installer::DOMAIN),
            'phone' => $translator->trans('Phone', [], Installer::DOMAIN),
            'page' => $translator->trans('Page', [], Installer::DOMAIN),
            'address' => $translator->trans('IP address', [], Installer::DOMAIN),
            'browser' => $translator->trans('Browser', [], Installer::DOMAIN),
            'stars' => $translator->trans('Stars', [], Installer::DOMAIN),
        ];
    }
}
