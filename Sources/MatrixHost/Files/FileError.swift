package import SystemPackage

/// What could not be done with a file or folder, and the system's reason.
package enum FileError: Error, Equatable {
    case cannotRead(FilePath, Errno)
    case cannotMakeFolder(FilePath, Errno)
    case cannotPublish(FilePath, Errno)
    case cannotRemove(FilePath, Errno)
}

extension FileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotRead(let path, let errno): "cannot read `\(path)`: \(errno)"
        case .cannotMakeFolder(let path, let errno): "cannot make the folder `\(path)`: \(errno)"
        case .cannotPublish(let path, let errno): "cannot move into place `\(path)`: \(errno)"
        case .cannotRemove(let path, let errno): "cannot remove `\(path)`: \(errno)"
        }
    }
}
