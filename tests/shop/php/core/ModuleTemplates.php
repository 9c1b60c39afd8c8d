<?php

/**
 * Templates named `module:NAME/path.tpl`.
 */
class ModuleTemplates extends Smarty_Resource_Custom
{
    protected function fetch($name, &$source, &$mtime)
    {
        $file = _PS_MODULE_DIR_ . $name;
        $source = is_file($file) && !str_contains($name, '..') ? (string) file_get_contents($file) : null;
        $mtime = is_file($file) ? filemtime($file) : null;
    }
}
