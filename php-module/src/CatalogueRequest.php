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
 * An operator looks for a product, or sends one: the AJAX actions "products" and "product" of our admin controllers.
 */
final class CatalogueRequest
{
    const SHOWN = 10;
    const SHORTEST = 2;

    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     * @param array<string, mixed> $fields q; shop, customer, guest, lang of the visitor
     */
    public function search(array $server, array $fields): Answer
    {
        $refusal = ToolGate::refusal($server, $fields, $this->context->employee);
        if ($refusal !== null) {
            return $refusal;
        }
        $query = mb_substr(trim(self::text($fields, 'q')), 0, 100);
        if (mb_strlen($query) < self::SHORTEST) {
            return Answer::ok(['products' => []]);
        }

        return Answer::ok(['products' => $this->catalogue($fields)->search($query, self::SHOWN)]);
    }

    /**
     * One product as it is at this moment, signed: the sidecar believes no page.
     *
     * @param array<string, mixed> $server as $_SERVER
     * @param array<string, mixed> $fields product, or url; shop, customer, guest, lang of the visitor
     */
    public function one(array $server, array $fields, int $now): Answer
    {
        $refusal = ToolGate::refusal($server, $fields, $this->context->employee);
        if ($refusal !== null) {
            return $refusal;
        }
        $catalogue = $this->catalogue($fields);
        $number = (int) self::text($fields, 'product') ?: $catalogue->numberOf(self::text($fields, 'url'));
        $product = $number > 0 ? $catalogue->one($number) : null;
        if ($product === null) {
            return Answer::error(404, 'not_found', 'This product is not sold in this shop.');
        }
        $claims = [
            'sub' => 'product:' . $number,
            'shop' => (int) $this->context->shop->id,
            'customer' => $catalogue->customerId(),
            'card' => $product,
        ];
        $token = (new Tokens(Settings::secrets()[0]))->sign(Tokens::PRODUCT, $claims, $now);

        return Answer::ok(['product' => $product, 'ref' => $token['token']]);
    }

    /**
     * @param array<string, mixed> $fields
     */
    private function catalogue(array $fields): Catalogue
    {
        return Catalogue::ofVisitor(
            $this->context,
            (int) self::text($fields, 'shop'),
            max(0, (int) self::text($fields, 'customer')),
            max(0, (int) self::text($fields, 'guest')),
            self::text($fields, 'lang')
        );
    }

    /**
     * @param array<string, mixed> $fields
     */
    private static function text(array $fields, string $name): string
    {
        return isset($fields[$name]) && is_string($fields[$name]) ? $fields[$name] : '';
    }
}
