<?php

/**
 * Writes to var/logs/prestashop.log; a real shop shows these lines in the back office.
 */
class PrestaShopLogger
{
    public const LOG_SEVERITY_LEVEL_INFORMATIVE = 1;
    public const LOG_SEVERITY_LEVEL_WARNING = 2;
    public const LOG_SEVERITY_LEVEL_ERROR = 3;
    public const LOG_SEVERITY_LEVEL_MAJOR = 4;

    public static function addLog(
        $message,
        $severity = 1,
        $errorCode = null,
        $objectType = null,
        $objectId = null,
        $allowDuplicate = false,
        $idEmployee = null
    ) {
        $line = sprintf("%s [%d] %s %s\n", date('c'), $severity, $objectType, $message);

        return (bool) file_put_contents(_PS_ROOT_DIR_ . '/var/logs/prestashop.log', $line, FILE_APPEND | LOCK_EX);
    }
}
