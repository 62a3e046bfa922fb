import CCurl
import Foundation
import MatrixModel

/// Says in our words why libcurl gave up.
struct CurlOutcome {
    let transfer: CurlTransfer
    let handle: CurlHandle
    let sink: any BodySink

    private static let transientStatuses = [408, 429, 500, 502, 503, 504]
    /// `X509_V_ERR_CERT_NOT_YET_VALID` and `X509_V_ERR_CERT_HAS_EXPIRED`.
    private static let dateVerdicts = [9, 10]

    func failure(_ code: CURLcode) -> any Error {
        switch code {
        case CURLE_HTTP_RETURNED_ERROR: return statusFailure()
        case CURLE_RANGE_ERROR, CURLE_BAD_DOWNLOAD_RESUME: return TransferFailure.cannotResume(total: nil)
        case CURLE_OPERATION_TIMEDOUT where handle.offset(CURLINFO_PRETRANSFER_TIME_T) > 0:
            return transient(.stalled(url: url, received: ByteCount(sink.size)))
        case CURLE_OPERATION_TIMEDOUT: return transient(.cannotConnect(url: url, reason: handle.reason(code)))
        case CURLE_PARTIAL_FILE: return transient(cutShort())
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return transient(.interrupted(url: url, reason: handle.reason(code)))
        default: return final(code)
        }
    }

    private func final(_ code: CURLcode) -> DownloadError {
        let reason = handle.reason(code)
        return switch code {
        case CURLE_URL_MALFORMAT: .malformedURL(url)
        case CURLE_UNSUPPORTED_PROTOCOL where handle.number(CURLINFO_REDIRECT_COUNT) > 0: .redirectRefused(url: url)
        case CURLE_UNSUPPORTED_PROTOCOL: .unsupportedProtocol(url: url)
        case CURLE_FILE_COULDNT_READ_FILE: .noSuchFile(url: url)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            .cannotConnect(url: url, reason: reason)
        case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects(url: url, limit: transfer.policy.redirects)
        case CURLE_PEER_FAILED_VERIFICATION where Self.dateVerdicts.contains(handle.number(CURLINFO_SSL_VERIFYRESULT)):
            .certificateOutOfDate(url: url, reason: reason, machineTime: Date.now.formatted(.iso8601))
        case CURLE_PEER_FAILED_VERIFICATION: .certificateRefused(url: url, reason: reason)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ENGINE_INITFAILED:
            .tlsFailed(url: url, reason: reason)
        default: .failed(url: url, reason: reason)
        }
    }

    private func statusFailure() -> any Error {
        let status = handle.number(CURLINFO_RESPONSE_CODE)
        if status == 416 && transfer.offset > 0 {
            let range = handle.header("Content-Range").flatMap(ContentRange.init)
            return TransferFailure.cannotResume(total: range?.total.map { ByteCount($0) })
        }
        let error = DownloadError.status(url: url, status)
        guard Self.transientStatuses.contains(status) else { return error }
        let retryAfter = handle.offset(CURLINFO_RETRY_AFTER)
        return TransferFailure.transient(error, retryAfter: retryAfter > 0 ? .seconds(retryAfter) : nil)
    }

    private func cutShort() -> DownloadError {
        let length = handle.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        let received = handle.offset(CURLINFO_SIZE_DOWNLOAD_T)
        return .cutShort(
            url: url, received: ByteCount(sink.size),
            expected: length < 0 ? nil : ByteCount(sink.size - received + length))
    }

    private func transient(_ error: DownloadError) -> TransferFailure { .transient(error, retryAfter: nil) }

    private var url: String { redactingCredentials(in: transfer.url) }
}
