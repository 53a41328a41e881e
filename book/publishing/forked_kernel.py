"""A kernel manager for jupyter_client whose kernel is a process that was forked already and waits to become one."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner


class ForkedProcess:
    """What LocalProvisioner asks of a `subprocess.Popen`, answered by a process of multiprocessing."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid
        self.kill, self.terminate = process.kill, process.terminate

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode


def manager_of(kernel: BaseProcess, ask: Connection) -> type[AsyncKernelManager]:
    """The class of managers whose kernel is this one. Signals reach it as the leader of its process group."""

    class ForkedProvisioner(LocalProvisioner):
        """Where a plain provisioner starts `python -m ipykernel_launcher ARGUMENTS`, hand the arguments over."""

        async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:
            if cmd[1:3] != ["-m", "ipykernel_launcher"]:
                return await super().launch_kernel(cmd, **options)
            ask.send((cmd[3:], options["cwd"], options["env"]))
            self.process = ForkedProcess(kernel)
            self.pid = self.pgid = kernel.pid
            self.cwd = options["cwd"]
            return self.connection_info

    class ForkedKernelManager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.provisioner = ForkedProvisioner(kernel_id="", kernel_spec=self.kernel_spec, parent=self)

    return ForkedKernelManager
