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
typedef int (*wsgimatrix_curl_close_callback)(void *context, curl_socket_t socket);
static inline CURLcode wsgimatrix_curl_set_close_callback(CURL *handle, wsgimatrix_curl_close_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, callback);
}

static inline CURLMcode wsgimatrix_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode wsgimatrix_curl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return code;
}
