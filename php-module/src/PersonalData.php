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
 * What a person may ask of us, answered as JSON; whatever fails becomes a sentence and a line in the shop's log.
 */
final class PersonalData
{
    /** @var \Db */
    private $db;

    /** @var object the shop's translator, in the language of who asks */
    private $translator;

    /** @var int 0 when no employee is signed in */
    private $employeeId;

    /**
     * @param object $translator
     */
    public function __construct(\Db $db, $translator, int $employeeId)
    {
        $this->db = $db;
        $this->translator = $translator;
        $this->employeeId = $employeeId;
    }

    public static function ofContext(\Context $context): self
    {
        $employee = $context->employee;

        return new self(
            \Db::getInstance(),
            $context->getTranslator(),
            \Validate::isLoadedObject($employee) ? (int) $employee->id : 0
        );
    }

    /**
     * @return string rows, none of them when nothing is known
     */
    public function export(GdprPayload $payload): string
    {
        return $this->answer(function () use ($payload) {
            $person = new Person($payload);

            return $person->isNobody() ? [] : (new PersonExport($person, $this->translator))->rows();
        }, []);
    }

    /**
     * @return string true, when nothing was known too
     */
    public function erase(GdprPayload $payload, string $cause): string
    {
        return $this->answer(function () use ($payload, $cause) {
            $person = new Person($payload);
            if (!$person->isNobody()) {
                (new PersonErasure($person, $cause, $this->employeeId))->run();
            }

            return true;
        }, true);
    }

    /**
     * @param mixed $withoutTables the answer while nothing was ever said
     */
    private function answer(callable $body, $withoutTables): string
    {
        try {
            if (!Tables::areThere($this->db)) {
                return Json::encode($withoutTables);
            }
            if (!Tables::areNewEnough($this->db)) {
                throw new \RuntimeException('The chat\'s tables are older than the module.');
            }

            return Json::encode($body());
        } catch (\Throwable $error) {
            HookGuard::log($error);

            return Json::encode($this->translator->trans(
                'Online Chat could not reach its data. Start the current chat server once, then try again.',
                [],
                Installer::DOMAIN
            ));
        }
    }
}
