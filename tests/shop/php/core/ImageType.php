<?php

class ImageType
{
    public static function getFormattedName($name): string
    {
        return $name . '_default';
    }
}
