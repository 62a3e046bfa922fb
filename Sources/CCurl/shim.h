#pragma once
#include <curl/curl.h>

// Swift cannot call C's variadic functions: one typed door for each kind of argument that libcurl's options take.
static inline CURLcode wsgimatrix_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode wsgimatrix_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode wsgimatrix_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*wsgimatrix_curl_data_callback)(char *data, size_t size, size_t count, void *context);
static inline CURLcode wsgimatrix_curl_set_data_callback(
    CURL *handle, CURLoption option, wsgimatrix_curl_data_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}
static inline CURLcode wsgimatrix_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode wsgimatrix_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}
