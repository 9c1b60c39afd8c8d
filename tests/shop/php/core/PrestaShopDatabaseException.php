<?php

class PrestaShopDatabaseException extends PrestaShopException
{
}
