package import MatrixModel
package import SystemPackage

/// Why an address did not give its bytes. Every `url` and `reason` is already free of credentials.
package enum DownloadError: Error, Equatable {
    case malformedURL(String)
    /// Neither `http`, `https` nor `file`.
    case unsupportedProtocol(url: String)
    case noSuchFile(url: String)
    case status(url: String, Int)
    /// No name, no route, refused, no proxy, or no answer within the connect time-out.
    case cannotConnect(url: String, reason: String)
    case stalled(url: String, received: ByteCount)
    /// The connection ended before the body did.
    case cutShort(url: String, received: ByteCount, expected: ByteCount?)
    case interrupted(url: String, reason: String)
    /// The whole body arrived, and it is not the file.
    case wrongSize(url: String, received: ByteCount, expected: ByteCount)
    case tooLarge(url: String, limit: ByteCount)
    case tooManyRedirects(url: String, limit: Int)
    /// A redirect to something that is neither `http` nor `https`.
    case redirectRefused(url: String)
    case certificateRefused(url: String, reason: String)
    /// Expired or not yet valid, or else the machine's clock, which says `machineTime`, is wrong.
    case certificateOutOfDate(url: String, reason: String, machineTime: String)
    case tlsFailed(url: String, reason: String)
    case notText(url: String)
    case failed(url: String, reason: String)
    case fileSystemFull(FilePath, needed: ByteCount?)
    case cannotWrite(FilePath, Errno)
}

extension DownloadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformedURL(let url): "`\(url)` is not a URL"
        case .unsupportedProtocol(let url): "`\(url)` is neither http, https nor file"
        case .noSuchFile(let url): "`\(url)` does not exist or cannot be read"
        case .status(let url, let status): "`\(url)` answered \(status)"
        case .cannotConnect(let url, let reason): "cannot connect to `\(url)`: \(reason)"
        case .stalled(let url, let received): "`\(url)` stalled after \(received)"
        case .cutShort(let url, let received, let expected?): "`\(url)` was cut off after \(received) of \(expected)"
        case .cutShort(let url, let received, nil): "`\(url)` was cut off after \(received)"
        case .interrupted(let url, let reason): "the transfer of `\(url)` broke off: \(reason)"
        case .wrongSize(let url, let received, let expected):
            "`\(url)` has \(received.bytes) bytes where \(expected.bytes) are expected"
        case .tooLarge(let url, let limit): "`\(url)` is larger than the \(limit.bytes) bytes allowed"
        case .tooManyRedirects(let url, let limit): "`\(url)` redirects more than \(limit) times"
        case .redirectRefused(let url): "`\(url)` redirects to something that is neither http nor https"
        case .certificateRefused(let url, let reason): "the certificate of `\(url)` is not trusted: \(reason)"
        case .certificateOutOfDate(let url, let reason, let machineTime):
            "the certificate of `\(url)` is not valid now: \(reason); this machine's clock says \(machineTime)"
        case .tlsFailed(let url, let reason): "no TLS connection to `\(url)`: \(reason)"
        case .notText(let url): "`\(url)` is not UTF-8 text"
        case .failed(let url, let reason): "cannot fetch `\(url)`: \(reason)"
        case .fileSystemFull(let path, let needed?): "the file system of `\(path)` is full: it needs \(needed) more"
        case .fileSystemFull(let path, nil): "the file system of `\(path)` is full"
        case .cannotWrite(let path, let errno): "cannot write `\(path)`: \(errno)"
        }
    }
}
