import CArchive
import Foundation
import Glibc
import MatrixModel
package import SystemPackage

/// The child of `Archives.live`: limits itself, unpacks, prints one JSON object on standard output.
///
/// Returns the exit code: 0 and an `UnpackSummary`; 65 or 73 and an `ArchiveError`. Call it from a process that does
/// nothing else, because the limits stay.
package func runUnpackArchiveChild(archive: FilePath, destination: FilePath, listing: FilePath? = nil) -> Int32 {
    let budget = listing == nil ? ArchiveBudget() : .exportedEntries
    limitThisProcess(to: budget)
    do {
        report(try unpackArchive(archive, into: destination, budget: budget, listing: listing))
        return 0
    } catch let error as ArchiveError {
        report(error)
        return error.exitCode
    } catch {
        return 70
    }
}

extension ArchiveError {
    /// 73 when the machine could not write, 65 when the archive is at fault.
    package var exitCode: Int32 {
        if case .cannotWrite = self { 73 } else { 65 }
    }
}

/// The second net: what a bug in libarchive or a decompressor can still do to the machine.
private func limitThisProcess(to budget: ArchiveBudget) {
    let seconds = UInt64(budget.time.components.seconds)
    lower(RLIMIT_AS, to: UInt64(ByteCount.mebibytes(2048).bytes))
    lower(RLIMIT_CPU, to: seconds)
    lower(RLIMIT_FSIZE, to: UInt64(budget.bytes.bytes))
    lower(RLIMIT_NOFILE, to: 64)
    lower(RLIMIT_CORE, to: 0)
    // A file over the limit is then EFBIG with a name, not a signal without one.
    signal(SIGXFSZ, SIG_IGN)
    umask(0o022)
    precondition(wsgimatrix_no_new_privileges() == 0, "the kernel refused to drop rights for good")
}

private func lower(_ resource: __rlimit_resource, to value: UInt64) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    precondition(getrlimit(resource, &limit) == 0, "the kernel does not know a limit")
    let lowered = min(rlim_t(value), limit.rlim_max)
    limit = rlimit(rlim_cur: lowered, rlim_max: lowered)
    precondition(setrlimit(resource, &limit) == 0, "the kernel refused to lower a limit")
}

private func report(_ value: some Encodable) {
    guard let json = try? JSONEncoder().encode(value) else { return }
    try? FileHandle.standardOutput.write(contentsOf: json)
}
