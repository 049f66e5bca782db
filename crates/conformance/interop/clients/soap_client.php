<?php
// Makes calls with PHP's SoapClient, from nothing but a WSDL.
//
// Reads one JSON object from its input: `wsdl`, `version`, and `calls`, each with `operation`, `params`, `headers`, their
// `namespace`, and the names of elements that are `bytes`, which SoapClient gives as texts. Writes one JSON list: of each
// call what it gave (`result`), its fault (`fault`) or what else went wrong (`error`).

/** A parameter as SoapClient takes it. The text of an element with attributes is `_`. */
function given(mixed $value): mixed
{
    if (!is_array($value)) {
        return $value;
    }
    if (array_keys($value) === ['$bytes']) {
        return base64_decode($value['$bytes']);
    }
    return array_map('given', $value);
}

/** What SoapClient read, with the texts of values as XML spells them. */
function read(mixed $value, array $bytes, string $name = ''): mixed
{
    if (is_object($value)) {
        $found = [];
        foreach (get_object_vars($value) as $key => $one) {
            if ($key === 'any') {
                $found['*'] = ['$xml' => is_array($one) ? implode('', $one) : $one];
            } else {
                $found[$key] = read($one, $bytes, $key);
            }
        }
        return (object) $found;
    }
    if (is_array($value)) {
        return array_map(fn ($one) => read($one, $bytes, $name), $value);
    }
    if (is_bool($value)) {
        return $value ? 'true' : 'false';
    }
    if (is_string($value) && in_array($name, $bytes, true)) {
        return base64_encode($value);
    }
    return is_int($value) || is_float($value) ? (string) $value : $value;
}

$work = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$client = new SoapClient($work['wsdl'], [
    'soap_version' => $work['version'] === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'exceptions' => true,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'connection_timeout' => 30,
]);
$outcomes = [];
foreach ($work['calls'] as $call) {
    try {
        $headers = [];
        foreach ($call['headers'] as $name => $value) {
            $headers[] = new SoapHeader($call['namespace'], $name, given($value));
        }
        $result = $client->__soapCall($call['operation'], [given($call['params'])], null, $headers);
        $read = is_object($result) ? read($result, $call['bytes']) : (object) [];
        $outcomes[] = ['result' => $read];
    } catch (SoapFault $fault) {
        $detail = read($fault->detail ?? null, []);
        $outcomes[] = ['fault' => ['code' => $fault->faultcode, 'text' => $fault->faultstring, 'detail' => $detail]];
    } catch (Throwable $error) {
        $outcomes[] = ['error' => get_class($error) . ': ' . $error->getMessage()];
    }
}
echo json_encode($outcomes, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
